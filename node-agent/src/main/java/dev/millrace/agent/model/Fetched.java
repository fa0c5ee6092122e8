package dev.millrace.agent.model;

import java.nio.file.Path;

/** A verified artefact on this machine. */
public record Fetched(Path file, String sha256) {}
