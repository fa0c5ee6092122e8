"""ONNX Runtime behind MLServer, one thread a run."""

import numpy as np
import onnxruntime
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.types import InferenceRequest, InferenceResponse


class OnnxModel(MLModel):
    async def load(self) -> bool:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(
            self.settings.parameters.uri, options, providers=["CPUExecutionProvider"]
        )
        return True

    async def predict(self, request: InferenceRequest) -> InferenceResponse:
        image = NumpyCodec.decode_input(request.inputs[0]).astype(np.float32)
        outputs = self.session.run(None, {"x": image})
        return InferenceResponse(
            model_name=self.name, outputs=[NumpyCodec.encode_output("out", value) for value in outputs]
        )
