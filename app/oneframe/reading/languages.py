"""The commonest words of English and of the languages it is told from. Tables only."""

ENGLISH = frozenset(
    """the a an and or but to of in on at for with from by is are was were be been have has had do does did not no yes i you he
    she it we they me my your our their this that these those what when where how who why which can could will would should must
    may if so as than then there here about up out off all any some one get got go know think like want need please thanks thank
    hi hey hello dear just more u ur ok let make see work week today tomorrow meeting lah o dey na abeg mate ta
    cheers""".split()  # noqa: SIM905
)
OTHERS = {
    "German": """der die das und ist nicht ich sie wir ihr mit für auf ein eine zu den von dem dass wie haben bitte danke werden
    auch dir mich""".split(),  # noqa: SIM905
    "French": """le la les et est pas je vous nous avec pour une un des que qui dans sur ce cette votre merci bonjour mais ont
    sont""".split(),  # noqa: SIM905
    "Spanish": """el la los las y es no que de en un una por para con su usted está pero como más gracias hola tu se lo
    del""".split(),  # noqa: SIM905
    "Italian": """il lo la gli e è non che di un una per con sono ho hai come ma più grazie ciao del della questo
    anche""".split(),  # noqa: SIM905
    "Portuguese": """o os as e é não que de um uma para com você está mas como mais obrigado olá seu do da em por""".split(),  # noqa: SIM905
    "Dutch": """de het een en is niet ik je jij wij met voor op van dat zijn heb hebben maar ook bedankt hallo naar aan""".split(),  # noqa: SIM905
    "Polish": """i w nie na się że to jest z do jak ale od przez dla czy proszę dziękuję mam tym są""".split(),  # noqa: SIM905
}
