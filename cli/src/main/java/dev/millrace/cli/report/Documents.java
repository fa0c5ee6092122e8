package dev.millrace.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.millrace.cli.OutputFormat;
import java.io.PrintWriter;

/** Prints a document of maps, lists and plain values as JSON or YAML; keys keep the order of the maps. */
public final class Documents {
    private static final ObjectWriter JSON = new ObjectMapper()
            .writer(new DefaultPrettyPrinter(
                            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                    .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));
    private static final ObjectWriter YAML = new ObjectMapper(YAMLFactory.builder()
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .build())
            .writer();

    private Documents() {}

    /** Prints {@code document} and flushes. */
    public static void print(Object document, OutputFormat format, PrintWriter out) {
        try {
            out.println((format == OutputFormat.yaml ? YAML : JSON)
                    .writeValueAsString(document)
                    .stripTrailing());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot print the result: " + e.getOriginalMessage(), e);
        }
        out.flush();
    }

    /** A time in milliseconds as it is printed: to a tenth of a microsecond; null where there is none. */
    public static Double milliseconds(double ms) {
        return Math.round(ms * 1e4) / 1e4;
    }

    /** A ratio as it is printed: to a millionth. */
    public static Double ratio(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
