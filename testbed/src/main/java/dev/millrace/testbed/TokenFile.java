package dev.millrace.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The API server's static tokens: one random token for each user. */
final class TokenFile {

    /** May do anything, by membership of {@code system:masters}. */
    static final User ADMIN = new User("testbed-admin", List.of("system:masters"));

    private static final int TOKEN_BYTES = 24;

    private final Map<String, String> tokens = new LinkedHashMap<>();
    private final StringBuilder lines = new StringBuilder();

    TokenFile(List<User> users) {
        add(ADMIN);
        users.forEach(this::add);
    }

    private void add(User user) {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        if (tokens.putIfAbsent(user.name(), token) != null) {
            throw new IllegalArgumentException("two users named " + user.name());
        }
        lines.append("%s,%s,%s,\"%s\"%n".formatted(token, user.name(), user.name(), String.join(",", user.groups())));
    }

    /** The token of a user. @throws IllegalArgumentException if the control plane was started without that user */
    String of(String user) {
        String token = tokens.get(user);
        if (token == null) {
            throw new IllegalArgumentException("unknown user '" + user + "', known are " + tokens.keySet());
        }
        return token;
    }

    void write(Path file) throws IOException {
        Files.writeString(file, lines);
    }
}
