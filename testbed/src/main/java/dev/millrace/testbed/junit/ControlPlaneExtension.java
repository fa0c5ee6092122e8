package dev.millrace.testbed.junit;

import dev.millrace.testbed.ControlPlane;
import dev.millrace.testbed.ControlPlaneOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands test classes with {@link ControlPlaneTest} their control plane; JUnit closes it after the last test. */
public final class ControlPlaneExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(ControlPlaneExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ControlPlane.class;
    }

    @Override
    public ControlPlane resolveParameter(ParameterContext parameter, ExtensionContext context) {
        boolean controllers = wantsControllers(context.getRequiredTestClass());
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(controllers, key -> open(controllers), ControlPlane.class);
    }

    // A nested class takes the annotation of the class around it.
    private static boolean wantsControllers(Class<?> testClass) {
        for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
            ControlPlaneTest annotation = type.getAnnotation(ControlPlaneTest.class);
            if (annotation != null) {
                return annotation.controllers();
            }
        }
        return false;
    }

    private static ControlPlane open(boolean controllers) {
        String kubeconfig = System.getenv(ControlPlane.TEST_KUBECONFIG);
        if (kubeconfig != null && !kubeconfig.isBlank()) {
            return ControlPlane.named(
                    Path.of(kubeconfig), null, ControlPlaneOptions.defaults().parent());
        }
        ControlPlaneOptions options = ControlPlaneOptions.defaults();
        return ControlPlane.start(controllers ? options.withControllers() : options);
    }
}
