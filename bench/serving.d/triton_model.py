"""ONNX Runtime behind Triton's Python backend, one thread a run."""

import os

import onnxruntime
import triton_python_backend_utils as backend


class TritonPythonModel:
    def initialize(self, args):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        folder = os.path.join(args["model_repository"], args["model_version"])
        self.session = onnxruntime.InferenceSession(
            os.path.join(folder, "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def execute(self, requests):
        responses = []
        for request in requests:
            image = backend.get_input_tensor_by_name(request, "x").as_numpy()
            value = self.session.run(None, {"x": image})[0]
            responses.append(backend.InferenceResponse(output_tensors=[backend.Tensor("out", value)]))
        return responses
