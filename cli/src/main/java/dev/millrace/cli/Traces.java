package dev.millrace.cli;

import dev.millrace.cli.input.BadInputException;
import dev.millrace.queueing.simulation.TraceText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Traces that node agents have written. */
final class Traces {
    private Traces() {}

    /**
     * By the name of the node that wrote each.
     *
     * @throws BadInputException where a file is missing, malformed, or the second of its node
     */
    static Map<String, TraceText> read(List<Path> files) {
        Map<String, TraceText> byNode = new HashMap<>();
        for (Path file : files) {
            TraceText text;
            try (BufferedReader in = Files.newBufferedReader(file)) {
                text = TraceText.read(in);
            } catch (IOException e) {
                throw new BadInputException(List.of(file + ": cannot be read: " + e.getMessage()));
            } catch (IllegalArgumentException e) {
                throw new BadInputException(List.of(file + ": " + e.getMessage()));
            }
            if (byNode.put(text.node(), text) != null) {
                throw new BadInputException(List.of(file + ": is the second trace of node '" + text.node() + "'"));
            }
        }
        return byNode;
    }
}
