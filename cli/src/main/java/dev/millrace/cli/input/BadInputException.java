package dev.millrace.cli.input;

import java.util.List;

/** Input that no command can work with: one line per problem, each naming file, object and field where there is one. */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public BadInputException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public BadInputException(String problem) {
        this(List.of(problem));
    }

    /** The problems in the order found. */
    public List<String> problems() {
        return problems;
    }
}
