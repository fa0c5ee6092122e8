package dev.millrace.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** One command run in this process: its exit code and what it printed. */
record Run(int code, String out, String err) {
    /** The repository's root: tests run in the folder of their module. */
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    static Run of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine(new PrintWriter(out), new PrintWriter(err)).execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }

    static Run withInput(String input, String... arguments) {
        InputStream original = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return of(arguments);
        } finally {
            System.setIn(original);
        }
    }

    /** A folder of manifests among the test resources. */
    static String manifests(String name) {
        return Path.of("src/test/resources/manifests", name).toString();
    }

    JsonNode json() {
        try {
            return new ObjectMapper().readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + out + err, e);
        }
    }

    /** The app's object in the document. */
    JsonNode app(String name) {
        for (JsonNode app : json().get("apps")) {
            if (app.get("name").asText().equals(name)) {
                return app;
            }
        }
        throw new AssertionError("no app " + name + " in " + out);
    }
}
