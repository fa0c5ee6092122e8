package dev.millrace.crds.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One object of a manifest as it was written, with the file it comes from. */
record Document(String file, ObjectNode content) {

    /** The text of a field of the envelope, or an empty string. */
    String text(String field) {
        return content.path(field).asText("");
    }

    /** A name in metadata, or an empty string. */
    String metadata(String field) {
        return content.path("metadata").path(field).asText("");
    }
}
