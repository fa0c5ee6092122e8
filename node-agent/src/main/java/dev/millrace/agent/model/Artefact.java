package dev.millrace.agent.model;

import org.jspecify.annotations.Nullable;

/**
 * A model's file as declared.
 *
 * @param format {@code onnx} or {@code tflite}
 * @param sha256 64 hexadecimal digits, or null where nothing is declared
 * @param credentials what its source asks for, or null
 */
public record Artefact(
        String uri,
        String format,
        @Nullable String sha256,
        @Nullable SecretName credentials) {
    public Artefact(String uri, String format, @Nullable String sha256) {
        this(uri, format, sha256, null);
    }

    /** Where it comes from, and who may fetch it: what somebody must have got it from once before the cache serves them. */
    public String origin() {
        return credentials == null ? uri : uri + " " + credentials;
    }

    /** What tells it from another: its digest where declared, else its address, and who may fetch from it. */
    public String identity() {
        if (sha256 != null) {
            return "sha256:" + sha256;
        }
        return origin();
    }
}
