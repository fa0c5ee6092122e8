package dev.millrace.agent.tensor;

import java.util.List;
import java.util.Map;

/**
 * The answer to an {@link InferRequest}.
 *
 * @param parameters values are Boolean, Long, Double or String
 */
public record InferResponse(String model, String id, Map<String, Object> parameters, List<Tensor> outputs) {}
