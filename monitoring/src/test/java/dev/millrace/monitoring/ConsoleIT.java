package dev.millrace.monitoring;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.millrace.testbed.KubectlException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console in a real browser, on a running cluster. */
@ExtendWith(DemoExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
    private static final String NEW_APP = """
            apiVersion: millrace.dev/v1alpha1
            kind: InferenceApp
            metadata: {name: asked-about, namespace: quay}
            spec:
              modelRef: {name: mobilenet-v1}
              arrivals: {ratePerSecond: 2, process: Poisson}
              slo: {latency: %s, objective: p95}
            """;

    private Chromium chromium;
    private RunningDemo demo;
    private Page page;

    @BeforeAll
    void open(RunningDemo demo) {
        this.demo = demo;
        chromium = new Chromium();
    }

    @AfterAll
    void close() {
        chromium.close();
    }

    @BeforeEach
    void start() throws Exception {
        chromium.errors().clear();
        page = chromium.page(1280, 900, ColorScheme.LIGHT);
        visit("");
    }

    @AfterEach
    void nothingWasWrong() {
        page.context().close();
        assertThat(chromium.errors()).isEmpty();
    }

    private void visit(String hash) throws Exception {
        page.navigate("http://" + demo.operator() + "/" + hash);
        page.waitForSelector("main h1");
    }

    @Test
    void theMapShowsNodesDevicesAndApps() {
        assertThat(page).hasTitle("Map – Millrace");
        assertThat(page.locator("section.node")).hasCount(3);
        Locator pi = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Node quay-pi"));
        assertThat(pi).containsText("edgetpu-0");
        assertThat(pi).containsText("coral-usb");
        assertThat(pi).containsText("emulated");
        assertThat(pi).containsText("% busy");
        assertThat(pi.getByRole(AriaRole.LINK)).not().hasCount(0);
        shoot("console-map");
    }

    @Test
    void aRefusedAppSaysWhy() {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Apps"))
                .click();
        page.getByLabel("State").selectOption("Refused");
        assertThat(page.locator("tbody tr")).not().hasCount(15);
        page.locator("tbody a").first().click();

        assertThat(page.locator("#why")).containsText(Pattern.compile("would be|is not|no device"));
        shoot("console-refused");
    }

    @Test
    void anAppShowsPredictedBesideObserved() throws Exception {
        await().atMost(Duration.ofSeconds(150)).untilAsserted(() -> {
            visit("#/apps/quay/gate-in");
            String row = page.locator("tbody tr")
                    .filter(new Locator.FilterOptions().setHasText("p95 (objective)"))
                    .textContent();
            Assertions.assertThat(row).containsPattern("ms.*ms.*%");
        });
        assertThat(page.getByText("Neighbours").first()).isVisible();
        shoot("console-app");
    }

    @Test
    void plansTellWhatTheyChanged() throws Exception {
        visit("#/plans");
        assertThat(page.locator("section").last()).containsText("placed");
    }

    @Test
    void whatIsAskedIsWhatHappens() throws Exception {
        visit("#/what-if");
        ask(NEW_APP.formatted("400ms"));
        assertThat(page.locator("#answer .answer")).containsText("Placed");
        String answer = page.locator("#answer .answer").textContent();
        assertThat(page.locator("#answer table").first()).containsText("p95 before");
        shoot("console-what-if");
        Assertions.assertThatThrownBy(() -> demo.kubectl().run("get", "iapp", "asked-about", "-n", "quay"))
                .as("nothing is applied")
                .isInstanceOf(KubectlException.class);

        demo.kubectl().runWithInput(NEW_APP.formatted("400ms"), "apply", "-f", "-");
        try {
            demo.kubectl().run("wait", "--for=condition=Placed", "iapp/asked-about", "-n", "quay", "--timeout=60s");
            String place = demo.kubectl()
                    .run(
                            "get",
                            "iapp",
                            "asked-about",
                            "-n",
                            "quay",
                            "-o",
                            "jsonpath={.status.placements[0].node}/{.status.placements[0].device}");
            Assertions.assertThat(answer).contains(place);
        } finally {
            demo.kubectl().run("delete", "iapp", "asked-about", "-n", "quay");
        }
    }

    @Test
    void anAppThatCannotFitIsToldWhy() throws Exception {
        visit("#/what-if");
        ask(NEW_APP.formatted("1ms"));

        assertThat(page.locator("#answer .problem")).containsText("would be refused");
    }

    @Test
    void wrongInputIsSaidToBeWrong() throws Exception {
        visit("#/what-if");
        ask(NEW_APP.formatted("soon"));
        assertThat(page.locator("#answer .problem").first()).containsText("spec.slo.latency");

        ask("kind: [");
        assertThat(page.locator("#answer .problem").first()).isVisible();
    }

    private void ask(String manifest) {
        page.getByLabel("InferenceApps, as YAML or JSON").fill(manifest);
        page.getByRole(AriaRole.BUTTON).click();
        page.waitForSelector("#answer h2, #answer .problem", new Page.WaitForSelectorOptions().setTimeout(60_000));
    }

    @Test
    void theKeyboardIsEnough() throws Exception {
        page.keyboard().press("Tab");
        for (int i = 0; i < 10 && !"Apps".equals(focused()); i++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");
        assertThat(page).hasTitle("Apps – Millrace");
        assertThat(page.locator("main")).isFocused();

        page.getByLabel("Name or model").focus();
        page.keyboard().type("gate");
        assertThat(page.locator("caption")).containsText("2 of");
        assertThat(page.getByLabel("Name or model")).isFocused();
    }

    private String focused() {
        return (String) page.evaluate("document.activeElement.textContent");
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, 1280", "DARK, 1280", "LIGHT, 360", "DARK, 360"})
    void everyPageIsAccessibleAndFits(ColorScheme scheme, int width) throws Exception {
        page.context().close();
        page = chromium.page(width, 800, scheme);
        for (String hash :
                List.of("", "#/apps", "#/apps/quay/gate-in", "#/apps/quay/crowd-count", "#/plans", "#/what-if")) {
            visit(hash);
            List<String> serious = new AxeBuilder(page)
                    .analyze().getViolations().stream()
                            .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                            .map(ConsoleIT::told)
                            .toList();
            assertThat(serious).as(hash).isEmpty();
            assertThat((int) page.evaluate("document.scrollingElement.scrollWidth - innerWidth"))
                    .as(hash)
                    .isLessThanOrEqualTo(0);
        }
        visit("");
        shoot("console-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width);
    }

    private static String told(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " at "
                + rule.getNodes().getFirst().getTarget();
    }

    @Test
    void theInterfaceIsDescribed() throws Exception {
        String description = demo.fetch("http://" + demo.operator() + "/api/openapi", "application/json");

        assertThat(description).contains("/api/v1/what-if", "/api/v1/apps/{namespace}/{name}", "listPlans");
    }

    /** With -Dmillrace.screenshots.write the pictures of the documentation are renewed. */
    private void shoot(String name) {
        boolean write = System.getProperty("millrace.screenshots.write") != null;
        Path folder = write ? Repository.ROOT.resolve("docs/images") : Path.of("target/screenshots");
        page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
    }
}
