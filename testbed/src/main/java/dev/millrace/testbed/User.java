package dev.millrace.testbed;

import java.util.List;

/**
 * A user that the control plane knows from its start, by a token.
 *
 * @param name for example {@code alice}; letters, digits and {@code -_.:@}
 * @param groups what RBAC may grant rights to, besides the name
 */
public record User(String name, List<String> groups) {

    private static final String PLAIN = "[A-Za-z0-9._:@-]+";

    public User {
        groups = List.copyOf(groups);
        check("name", name);
        groups.forEach(group -> check("group", group));
    }

    // The token file is comma-separated, and neither name nor group needs a quote there.
    private static void check(String field, String value) {
        if (!value.matches(PLAIN)) {
            throw new IllegalArgumentException("User " + field + " '" + value + "' must match " + PLAIN);
        }
    }
}
