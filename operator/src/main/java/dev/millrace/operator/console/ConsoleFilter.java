package dev.millrace.operator.console;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Sends visitors to the console, tells browsers how little it needs, and hides it where it is turned off. */
@ApplicationScoped
public class ConsoleFilter {
    private static final int PRIORITY = 100;
    private static final int FOUND = 302;
    private static final int NOT_FOUND = 404;
    private static final String HOME = "/console/";

    private final boolean enabled;

    ConsoleFilter(@ConfigProperty(name = "millrace.console.enabled") boolean enabled) {
        this.enabled = enabled;
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, PRIORITY);
    }

    private void filter(RoutingContext context) {
        String path = context.normalizedPath();
        boolean start = path.equals("/") || path.equals("/console");
        if (!start && !path.startsWith(HOME) && !path.startsWith("/api/")) {
            context.next();
            return;
        }
        HttpServerResponse response = context.response();
        if (!enabled) {
            response.setStatusCode(NOT_FOUND).end();
        } else if (start) {
            response.setStatusCode(FOUND).putHeader("Location", HOME).end();
        } else {
            response.putHeader(
                            "Content-Security-Policy",
                            "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'")
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("Referrer-Policy", "no-referrer")
                    .putHeader("Cache-Control", "no-cache");
            context.next();
        }
    }
}
