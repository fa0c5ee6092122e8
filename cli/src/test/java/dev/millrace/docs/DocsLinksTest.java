package dev.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documentation must not name files that do not exist: relative links and paths in code spans are followed. */
class DocsLinksTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    /** A code span that starts with a top-level folder of the repository, such as {@code `deploy/rbac/`}. */
    private static final Pattern PATH_SPAN = Pattern.compile(
            "`((?:queueing-model|placement|crds|cluster-model|operator|node-agent|device-plugins|cli|testbed|bench|helm|deploy"
                    + "|docs|examples)/[A-Za-z0-9_./-]*)`");

    @Test
    void everyRelativeLinkAndPathExists() throws IOException {
        List<String> missing = new ArrayList<>();
        List<Path> pages = pages();
        for (Path page : pages) {
            String text = Files.readString(page);
            Matcher link = LINK.matcher(text);
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains(":") && !Files.exists(page.resolveSibling(target))) {
                    missing.add(ROOT.relativize(page) + ": link " + target);
                }
            }
            Matcher span = PATH_SPAN.matcher(text);
            while (span.find()) {
                if (!Files.exists(ROOT.resolve(span.group(1))) && !span.group(1).contains("/target/")) {
                    missing.add(ROOT.relativize(page) + ": path " + span.group(1));
                }
            }
        }
        assertThat(pages).as("pages found under %s", ROOT).hasSizeGreaterThan(10);
        assertThat(missing).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 6)) {
            return files.filter(p -> p.toString().endsWith(".md"))
                    .filter(p -> !ROOT.relativize(p).toString().matches("(.*/)?(target|node_modules|\\.git)/.*"))
                    .toList();
        }
    }
}
