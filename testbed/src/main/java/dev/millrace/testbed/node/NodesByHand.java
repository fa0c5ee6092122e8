package dev.millrace.testbed.node;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code testbed/up --nodes N}: a cluster by hand, with the images of {@code millrace images} loaded. */
public final class NodesByHand {
    private static final String PREFIX = "millrace.dev/";
    private static final String TAG = ":0.1.0";

    private NodesByHand() {}

    /** Starts it and leaves it running; prints how to use it. */
    public static void up(int count, PrintStream out) {
        RealCluster cluster = RealCluster.start(count, PREFIX + "pause" + TAG);
        Path images = Path.of(System.getProperty("millrace.home", "")).resolve("target/images");
        for (RealNode node : cluster.nodes()) {
            node.hardware().create();
            for (Path tar : tars(images)) {
                String name = tar.getFileName().toString();
                node.load(PREFIX + name.substring(0, name.lastIndexOf('-')) + TAG, tar);
            }
        }
        Path folder = cluster.plane().run().detach();
        out.println("export KUBECONFIG=" + cluster.plane().kubeconfig());
        out.println("# kubectl: " + cluster.kubectl().program());
        cluster.nodes().forEach(node -> out.println("# node " + node.name() + " at " + node.address()));
        out.println("# stop it: testbed/down " + folder);
    }

    private static List<Path> tars(Path images) {
        if (!Files.isDirectory(images)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(images)) {
            return files.filter(file -> file.toString().endsWith(".tar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
