package dev.millrace.testbed.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On a test class: its tests and lifecycle methods may take a {@link dev.millrace.testbed.ControlPlane} as parameter.
 *
 * <p>One control plane serves the whole JVM (one with and one without controllers, each started when first asked for), so
 * a test works in a namespace of its own ({@link dev.millrace.testbed.ControlPlane#createNamespace}) and removes the
 * cluster-scoped objects that it makes. Missing programs are built first. With {@code MILLRACE_TEST_KUBECONFIG} set, that
 * cluster is used.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ControlPlaneExtension.class)
public @interface ControlPlaneTest {

    /** Whether the class needs kube-controller-manager: garbage collection, removal of namespaces, service accounts. */
    boolean controllers() default false;
}
