package dev.millrace.agent.protocol.rest;

import dev.millrace.agent.tensor.InferRequest;
import java.util.Map;

/**
 * An inference request over HTTP, and how its outputs are to be written.
 *
 * @param binaryByDefault whether outputs that are not named go binary
 * @param binary by output name, for those that say
 */
record RestRequest(InferRequest request, boolean binaryByDefault, Map<String, Boolean> binary) {
    boolean binary(String output) {
        return binary.getOrDefault(output, binaryByDefault);
    }
}
