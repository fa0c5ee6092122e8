/** Open Inference Protocol v2 over gRPC. */
@NullMarked
package dev.millrace.agent.protocol.grpc;

import org.jspecify.annotations.NullMarked;
