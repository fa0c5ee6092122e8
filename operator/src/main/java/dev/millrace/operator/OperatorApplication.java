package dev.millrace.operator;

import dev.millrace.operator.controller.ControlLoop;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Starts the control loop and says so on standard output. */
public class OperatorApplication implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(OperatorApplication.class);

    private final ControlLoop loop;
    private final HttpServer http;
    private final String namespace;

    OperatorApplication(
            ControlLoop loop, HttpServer http, @ConfigProperty(name = "millrace.namespace") String namespace) {
        this.loop = loop;
        this.http = http;
        this.namespace = namespace;
    }

    @Override
    public int run(String... args) {
        boolean leads;
        try {
            leads = loop.start();
        } catch (RuntimeException e) {
            LOG.error(StartFailure.explain(e));
            LOG.debug("cause", e);
            loop.stop();
            return 1;
        }
        System.out.println(
                "{\"event\":\"ready\",\"http\":\"" + http.getLocalBaseUri().getAuthority() + "\",\"namespace\":\""
                        + namespace + "\",\"leader\":" + leads + "}");
        System.out.flush();
        Quarkus.waitForExit();
        loop.stop();
        return loop.lost() ? 1 : 0;
    }
}
