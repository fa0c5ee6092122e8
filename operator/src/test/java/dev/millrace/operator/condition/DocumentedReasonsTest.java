package dev.millrace.operator.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page about conditions names every reason there is, and no other. */
class DocumentedReasonsTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "conditions.md");
    private static final Pattern CODE = Pattern.compile("`([A-Z][A-Za-z]+)`");

    /** Reasons of the agent's conditions, and words of the page that are no reasons. */
    private static final Set<String> OTHERS =
            Set.of("AllHealthy", "DeviceUnhealthy", "Applied", "DevicesHealthy", "PlanApplied");

    private static Set<String> named() throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher code = CODE.matcher(Files.readString(PAGE));
        while (code.find()) {
            named.add(code.group(1));
        }
        return named;
    }

    @Test
    void everyReasonIsDocumented() throws IOException {
        assertThat(named())
                .containsAll(Arrays.stream(Reason.values()).map(Enum::name).toList());
    }

    @Test
    void everyDocumentedReasonExists() throws IOException {
        Set<String> known =
                Arrays.stream(Reason.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
        known.addAll(OTHERS);
        Arrays.stream(ConditionType.values()).map(ConditionType::value).forEach(known::add);

        assertThat(known).containsAll(named());
    }
}
