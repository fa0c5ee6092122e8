package dev.millrace.agent.model;

import org.jspecify.annotations.Nullable;

/**
 * A model's file as declared.
 *
 * @param format {@code onnx} or {@code tflite}
 * @param sha256 64 hexadecimal digits, or null where nothing is declared
 */
public record Artefact(String uri, String format, @Nullable String sha256) {
    /** What tells it from another: its digest where declared, else its address. */
    public String identity() {
        return sha256 == null ? uri : "sha256:" + sha256;
    }
}
