package dev.millrace.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * An image to be written.
 *
 * @param reference its name and tag
 * @param folder where the program runs
 * @param user numeric user and group, {@code UID:GID}
 * @param labels under the keys of the OCI image specification
 */
record ImageFile(
        String reference,
        Architecture architecture,
        List<FileEntriesLayer> layers,
        List<String> entrypoint,
        String folder,
        Map<String, String> environment,
        String user,
        Map<String, String> labels) {

    /**
     * Writes it as a tar of an OCI image layout.
     *
     * @param cache where compressed layers are kept for the next image
     */
    void write(Path tar, Path cache) throws IOException {
        try {
            Files.createDirectories(tar.toAbsolutePath().getParent());
            JibContainerBuilder builder = Jib.fromScratch()
                    .setFormat(ImageFormat.OCI)
                    .setPlatforms(Set.of(new Platform(architecture.label(), "linux")))
                    .setCreationTime(Layers.TIME)
                    .setEntrypoint(entrypoint)
                    .setWorkingDirectory(AbsoluteUnixPath.get(folder))
                    .setUser(user)
                    .setFileEntriesLayers(layers);
            environment.forEach(builder::addEnvironmentVariable);
            labels.forEach(builder::addLabel);
            builder.containerize(Containerizer.to(TarImage.at(tar).named(reference))
                    .setBaseImageLayersCache(cache.resolve("base"))
                    .setApplicationLayersCache(cache.resolve("application"))
                    .setOfflineMode(true)
                    .setToolName("millrace"));
        } catch (InvalidImageReferenceException | RegistryException | CacheDirectoryCreationException e) {
            throw new IOException("cannot write " + tar + ": " + e.getMessage(), e);
        } catch (ExecutionException e) {
            throw new IOException("cannot write " + tar + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
