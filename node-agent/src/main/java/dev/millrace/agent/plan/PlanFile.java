package dev.millrace.agent.plan;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The last plan on disk: a line with the SHA-256 of the rest, then an object a line. Written to a file beside it, synced
 * and moved into place, so that a power cut leaves the old one or the new one; a torn file is detected and not used.
 */
public final class PlanFile {
    private static final Logger LOG = Logger.getLogger(PlanFile.class);

    private final Path file;
    private final KubernetesSerialization serialization = new KubernetesSerialization();

    public PlanFile(Path folder) {
        this.file = folder.resolve("plan.jsonl");
    }

    /** Replaces the plan on disk. */
    public void write(PlanInputs inputs) throws IOException {
        StringBuilder text = new StringBuilder();
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(inputs.node());
        objects.addAll(inputs.apps());
        objects.addAll(inputs.models());
        objects.addAll(inputs.profiles());
        for (HasMetadata object : objects) {
            text.append(serialization.asJson(object)).append('\n');
        }
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        byte[] head = (digest(body) + "\n").getBytes(StandardCharsets.US_ASCII);
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path part = folder.resolve(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeAll(channel, ByteBuffer.wrap(head));
            writeAll(channel, ByteBuffer.wrap(body));
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }

    /** The plan on disk; empty where there is none or it is damaged. */
    public Optional<PlanInputs> read() {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(file);
            int end = text.indexOf('\n');
            String body = text.substring(end + 1);
            if (end < 0 || !text.substring(0, end).equals(digest(body.getBytes(StandardCharsets.UTF_8)))) {
                LOG.warnf("%s is damaged and not used", file);
                return Optional.empty();
            }
            return Optional.of(parse(body));
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            LOG.warnf("%s cannot be read and is not used: %s", file, e.getMessage());
            return Optional.empty();
        }
    }

    private PlanInputs parse(String body) {
        List<InferenceNode> nodes = new ArrayList<>();
        List<InferenceApp> apps = new ArrayList<>();
        List<InferenceModel> models = new ArrayList<>();
        List<ModelProfile> profiles = new ArrayList<>();
        body.lines().forEach(line -> {
            String kind = String.valueOf(serialization
                    .unmarshal(line, GenericKubernetesResource.class)
                    .getKind());
            switch (kind) {
                case "InferenceNode" -> nodes.add(serialization.unmarshal(line, InferenceNode.class));
                case "InferenceApp" -> apps.add(serialization.unmarshal(line, InferenceApp.class));
                case "InferenceModel" -> models.add(serialization.unmarshal(line, InferenceModel.class));
                case "ModelProfile" -> profiles.add(serialization.unmarshal(line, ModelProfile.class));
                default -> throw new IllegalStateException("holds a " + kind);
            }
        });
        if (nodes.size() != 1) {
            throw new IllegalStateException("holds " + nodes.size() + " nodes");
        }
        return new PlanInputs(nodes.getFirst(), apps, models, profiles);
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
