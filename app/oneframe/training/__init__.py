"""How the models of `oneframe/models` are made (extra `train`). Nothing at run time imports this package."""
