"""The weights of a shipped, quantised reader, to go on training from. Owns how its graph names them."""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

_MATMUL = ("/Gemm_MatMul_quant", "/MatMul_quant")


def weights_of(file: Path) -> dict[str, Tensor]:
    """Return the state of a `ReaderNet` from its ONNX file: int8 tables become floats again."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(file)).graph
    held = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.initializer}
    found = {name: value for name, value in held.items() if name.endswith((".bias", "LayerNorm.weight"))}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            found[_parameter(node.name)] = _matrix(held, node.input[1]).T.contiguous()
        elif node.op_type == "Gather" and node.input[0].endswith("_quantized"):
            found[node.input[0].removesuffix("_quantized")] = _matrix(held, node.input[0])
    return found


def _parameter(node: str) -> str:
    """Return `encoder.….query.weight` of the node `/encoder/…/query/MatMul_quant`."""
    for ending in _MATMUL:
        node = node.removesuffix(ending)
    return node.strip("/").replace("/", ".") + ".weight"


def _matrix(held: dict[str, Any], name: str) -> Tensor:
    base = name.removesuffix("_quantized")
    steps = held[name].float() - held[f"{base}_zero_point"].float()
    matrix: Tensor = steps * held[f"{base}_scale"].float()
    return matrix
