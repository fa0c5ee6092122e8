package dev.millrace.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What this build is made of: written beside this class by the Maven build. */
public final class BuildInfo implements IVersionProvider {
    private final Properties properties = new Properties();

    public BuildInfo() {
        try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Maven version, e.g. {@code 0.1.0-SNAPSHOT}. */
    public String version() {
        return properties.getProperty("version", "unknown");
    }

    /** The commit that was built, abbreviated; {@code unknown} outside a checkout. */
    public String commit() {
        try (InputStream in = BuildInfo.class.getResourceAsStream("commit")) {
            String commit = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
            return commit.matches("[0-9a-f]{7,40}") ? commit : "unknown";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Java runtime that this command runs on. */
    public String java() {
        return Runtime.version().toString();
    }

    @Override
    public String[] getVersion() {
        return new String[] {"millrace " + version() + " (commit " + commit() + ", Java " + java() + ")"};
    }
}
