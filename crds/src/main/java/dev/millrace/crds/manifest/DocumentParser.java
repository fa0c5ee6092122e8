package dev.millrace.crds.manifest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Turns the text of one file into documents: YAML or JSON, several in a row, lists of objects taken apart. */
final class DocumentParser {
    /** A whole cluster's dump fits; a file beyond it is no manifest. */
    private static final int MAX_CODE_POINTS = 256 * 1024 * 1024;

    private static final String EMPTY_KEY = "malformed: a key is empty; write NAME: VALUE";

    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final String file;
    private final Consumer<Document> documents;
    private final List<Problem> problems;

    DocumentParser(String file, Consumer<Document> documents, List<Problem> problems) {
        this.file = file;
        this.documents = documents;
        this.problems = problems;
    }

    void parse(String text) {
        // A byte order mark is not part of the text. JSON may be indented by tabs, which YAML does not allow.
        var content = text.startsWith("\ufeff") ? text.substring(1) : text;
        if (content.stripLeading().startsWith("{")) {
            parseJson(content);
        } else {
            parseYaml(content);
        }
    }

    private void parseJson(String text) {
        try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            while (values.hasNextValue()) {
                add(values.nextValue());
            }
        } catch (JsonProcessingException e) {
            int line = Optional.ofNullable(e.getLocation())
                    .map(JsonLocation::getLineNr)
                    .orElse(1);
            malformed(line, e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory", e);
        }
    }

    private void parseYaml(String text) {
        var settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(false)
                .setCodePointLimit(MAX_CODE_POINTS)
                .build();
        try {
            for (Object document : new Load(settings).loadAllFromString(text)) {
                if (hasEmptyKey(document)) {
                    problems.add(Problem.ofFile(file, EMPTY_KEY));
                } else {
                    add(JSON.valueToTree(document));
                }
            }
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(1);
            malformed(line, e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(Problem.ofFile(file, unmarked(e)));
        } catch (IllegalArgumentException | StackOverflowError e) {
            // An alias to one of its own ancestors, or nesting without end.
            problems.add(Problem.ofFile(file, "malformed: a document is nested too deeply or contains itself"));
        }
    }

    /** The library wraps what its own constructors throw; their messages are about Java, not about the text. */
    private static String unmarked(YamlEngineException e) {
        if (e.getCause() == null) {
            return "malformed: " + e.getMessage();
        }
        // Only a second null key of one mapping gets there with a null.
        return e.getCause() instanceof NullPointerException
                ? EMPTY_KEY
                : "malformed: a value is not what its tag (such as !!int) says; leave the tag out";
    }

    private static boolean hasEmptyKey(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().anyMatch(entry -> entry.getKey() == null || hasEmptyKey(entry.getValue()));
        }
        return value instanceof Collection<?> items && items.stream().anyMatch(DocumentParser::hasEmptyKey);
    }

    private void malformed(int line, String message) {
        problems.add(Problem.ofFile(file + ":" + line, "malformed: " + message));
    }

    private void add(JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return;
        }
        if (!(node instanceof ObjectNode object)) {
            problems.add(Problem.ofFile(file, "a document is not an object but " + Words.describe(node)));
        } else if (object.path("items").isArray()
                && object.path("kind").asText().endsWith("List")) {
            addItems(object);
        } else {
            documents.accept(new Document(file, object));
        }
    }

    /** Items of a typed list need not repeat what its own kind says. */
    private void addItems(ObjectNode list) {
        var itemKind = list.path("kind").asText().replaceFirst("List$", "");
        for (JsonNode item : list.path("items")) {
            if (!itemKind.isEmpty() && item instanceof ObjectNode object && !object.has("kind")) {
                object.put("kind", itemKind)
                        .put("apiVersion", list.path("apiVersion").asText());
            }
            add(item);
        }
    }
}
