package dev.millrace.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.monitoring.dashboard.Dashboard;
import dev.millrace.monitoring.dashboard.Dashboards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Dashboard> all() {
        return Dashboards.all();
    }

    /** With -Dmillrace.dashboards.write the files are written instead of compared. */
    @ParameterizedTest(name = "{index}")
    @MethodSource("all")
    void theCommittedFileIsTheOneThatIsPrinted(Dashboard dashboard) throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        String printed = JSON.writer(printer).writeValueAsString(dashboard.json()) + "\n";
        Path file = Repository.MONITORING.resolve("dashboards/" + dashboard.name() + ".json");
        if (System.getProperty("millrace.dashboards.write") != null) {
            Files.writeString(file, printed);
        }

        assertThat(file).hasContent(printed);
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("all")
    void panelsDoNotOverlap(Dashboard dashboard) {
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : dashboard.json().path("panels")) {
            JsonNode at = panel.path("gridPos");
            for (int x = at.path("x").asInt();
                    x < at.path("x").asInt() + at.path("w").asInt();
                    x++) {
                for (int y = at.path("y").asInt();
                        y < at.path("y").asInt() + at.path("h").asInt();
                        y++) {
                    assertThat(cells.add(x + "," + y))
                            .as(panel.path("title").asText())
                            .isTrue();
                }
                assertThat(x).isLessThan(24);
            }
        }
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("all")
    void everyPanelSaysWhatItShows(Dashboard dashboard) {
        assertThat(dashboard.panels()).allSatisfy(panel -> {
            assertThat(panel.description()).isNotBlank();
            assertThat(panel.queries()).isNotEmpty();
        });
    }
}
