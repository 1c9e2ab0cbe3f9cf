"""Writes a trained network as ONNX, int8 and float. Owns torch's exporter and onnxruntime's quantiser."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn


def write_onnx(
    net: nn.Module,
    sample: tuple[Tensor, ...],
    names: tuple[Sequence[str], Sequence[str]],
    axes: Mapping[str, Mapping[int, str]],
    target: Path,
) -> None:
    """Write `target` with int8 weights, and its float twin beside it; `names` are of inputs and outputs."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    full = target.with_suffix(".fp32.onnx")
    net.eval()
    torch.onnx.export(
        net.cpu(),
        sample,
        str(full),
        input_names=list(names[0]),
        output_names=list(names[1]),
        dynamic_axes={name: dict(of) for name, of in axes.items()},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(str(full), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
