"""The file that each other harness runs for the comparison: an instant echo and one check. Runs nothing."""

PYDANTIC = """
import os
from pydantic_evals import Case, Dataset
from pydantic_evals.evaluators import Contains
n = int(os.environ["N"])
says = [Contains(value="hello")]
cases = [Case(name=f"c{i}", inputs=f"case {i} says hello", evaluators=says) for i in range(n)]
report = Dataset(name="d", cases=cases).evaluate_sync(lambda text: f"echo: {text}", progress=False)
report.print()
"""
INSPECT = """
import os
from inspect_ai import Task, task
from inspect_ai.dataset import Sample
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from inspect_ai.scorer import includes
from inspect_ai.solver import generate
n = int(os.environ["N"])

def outputs():
    for i in range(n):
        out = ModelOutput.from_content("mockllm/model", f"echo: case {i} says hello")
        out.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
        yield out

@task
def hello():
    samples = [Sample(input=f"case {i} says hello", target="hello") for i in range(n)]
    model = get_model("mockllm/model", custom_outputs=list(outputs()))
    return Task(dataset=samples, solver=generate(), scorer=includes(), model=model)
"""
DEEPEVAL = """
import os
import pytest
from deepeval import assert_test
from deepeval.metrics import BaseMetric
from deepeval.test_case import LLMTestCase

class Says(BaseMetric):
    threshold = 0.5
    def measure(self, case, *args, **kwargs):
        self.score = float("hello" in case.actual_output); self.success = self.score >= 0.5; return self.score
    async def a_measure(self, case, *args, **kwargs):
        return self.measure(case)
    def is_successful(self):
        return self.success
    @property
    def __name__(self):
        return "says"

@pytest.mark.parametrize("i", range(int(os.environ["N"])))
def test_case(i):
    assert_test(LLMTestCase(input=f"case {i}", actual_output=f"echo: case {i} says hello"), [Says()])
"""

PROMPTFOO = """
const n = Number(process.env.N);
const says = [{ type: "contains", value: "hello" }];
module.exports = {
  prompts: ["{{text}}"],
  providers: [{ id: () => "echo", callApi: async (text) => ({ output: `echo: ${text}` }) }],
  tests: Array.from({ length: n }, (_, i) => ({ vars: { text: `case ${i} says hello` }, assert: says })),
};
"""
