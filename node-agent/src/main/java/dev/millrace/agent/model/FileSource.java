package dev.millrace.agent.model;

import dev.millrace.agent.runtime.LoadException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files on this machine, beneath the model root and nowhere else: symbolic links are followed before that is checked. */
final class FileSource {
    private final @Nullable Path root;

    FileSource(@Nullable Path root) {
        this.root = root;
    }

    /** The file of {@code file:NAME}, relative to the root, or of {@code file:///PATH} beneath it. */
    Path locate(URI uri) throws LoadException {
        if (root == null) {
            throw new LoadException(
                    "ModelRootUnset", uri + " needs a model root; Maybe start the agent with --model-root");
        }
        String authority = uri.getAuthority();
        if (authority != null && !authority.isEmpty()) {
            throw new LoadException("BadUri", uri + " names a host; Maybe file:///PATH or file:NAME");
        }
        String path = uri.getPath() == null ? uri.getSchemeSpecificPart() : uri.getPath();
        try {
            Path realRoot = root.toRealPath();
            Path file = realRoot.resolve(path).toRealPath();
            if (!file.startsWith(realRoot)) {
                throw new LoadException("OutsideModelRoot", uri + " is not beneath the model root");
            }
            if (!Files.isRegularFile(file)) {
                throw new LoadException("NotFound", uri + " is not a file");
            }
            return file;
        } catch (InvalidPathException e) {
            throw new LoadException("BadUri", uri + " is not a path");
        } catch (IOException e) {
            throw new LoadException("NotFound", uri + " does not exist beneath the model root");
        }
    }
}
