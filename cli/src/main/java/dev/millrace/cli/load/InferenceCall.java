package dev.millrace.cli.load;

import java.net.URI;

/**
 * An inference request ready to be sent, again and again.
 *
 * @param server scheme, host and port
 * @param path of the model's inference, with a leading slash
 * @param headerLength bytes of {@code body} before the tensors' data
 */
record InferenceCall(URI server, String path, byte[] body, int headerLength) {}
