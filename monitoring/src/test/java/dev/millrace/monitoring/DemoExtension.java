package dev.millrace.monitoring;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands tests the one {@link RunningDemo} of this JVM; JUnit closes it after the last test. */
final class DemoExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(DemoExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningDemo.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(RunningDemo.class, key -> start(), RunningDemo.class);
    }

    private static RunningDemo start() {
        try {
            return RunningDemo.start();
        } catch (Exception e) {
            throw new IllegalStateException("the demo did not start", e);
        }
    }
}
