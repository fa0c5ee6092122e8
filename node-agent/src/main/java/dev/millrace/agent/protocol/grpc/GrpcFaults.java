package dev.millrace.agent.protocol.grpc;

import dev.millrace.agent.tensor.ServingException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Failures as gRPC statuses. */
final class GrpcFaults {
    private static final Metadata.Key<String> RETRY_AFTER =
            Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER);

    private GrpcFaults() {}

    static StatusRuntimeException of(ServingException error) {
        Metadata trailers = new Metadata();
        if (error.retryAfterSeconds() > 0) {
            trailers.put(RETRY_AFTER, Long.toString(error.retryAfterSeconds()));
        }
        return status(error).withDescription(error.getMessage()).asRuntimeException(trailers);
    }

    private static Status status(ServingException error) {
        return switch (error.fault()) {
            case INVALID, METHOD -> Status.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> Status.UNAUTHENTICATED;
            case FORBIDDEN -> Status.PERMISSION_DENIED;
            case NOT_FOUND -> Status.NOT_FOUND;
            case TOO_LARGE, RATE -> Status.RESOURCE_EXHAUSTED;
            case INTERNAL -> Status.INTERNAL;
            case UNAVAILABLE -> Status.UNAVAILABLE;
            case DEADLINE -> Status.DEADLINE_EXCEEDED;
        };
    }
}
