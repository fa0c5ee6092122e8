package dev.millrace.agent;

import dev.millrace.agent.profile.ProfileCommand;
import dev.millrace.crds.manifest.ManifestException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import picocli.CommandLine;

/** Entry point: command line, bad input, life cycle. */
@QuarkusMain
public class AgentMain implements QuarkusApplication {
    private static final int USAGE = 2;
    private static final int FAILED = 1;

    /** Usage is settled before the runtime starts, so that help and mistakes answer at once. */
    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("profile")) {
            String[] rest = Arrays.copyOfRange(args, 1, args.length);
            System.exit(new CommandLine(new ProfileCommand()).execute(rest));
        }
        AgentOptions options = new AgentOptions();
        CommandLine line = new CommandLine(options);
        try {
            line.parseArgs(args);
        } catch (CommandLine.ParameterException e) {
            System.err.println(e.getMessage() + ". Maybe see millrace agent --help");
            System.exit(USAGE);
        }
        if (options.help) {
            line.usage(System.out);
            return;
        }
        Quarkus.run(AgentMain.class, args);
    }

    @Override
    public int run(String... args) {
        // Standard output carries the ready line only, whatever a library prints.
        PrintStream out = System.out;
        System.setOut(System.err);
        AgentOptions options = new AgentOptions();
        new CommandLine(options).parseArgs(args);
        if (options.stopWithStdin) {
            ParentWatch.start(System.in);
        }
        try (AgentLife life = AgentLife.of(options)) {
            out.println(life.start());
            out.flush();
            Quarkus.waitForExit();
            return 0;
        } catch (UsageException | ManifestException e) {
            System.err.println(e.getMessage());
            return USAGE;
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }
}
