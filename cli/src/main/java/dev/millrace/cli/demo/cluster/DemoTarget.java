package dev.millrace.cli.demo.cluster;

import dev.millrace.testbed.ControlPlane;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** The cluster that a demo runs on, and who acts there. */
interface DemoTarget {

    ControlPlane cluster();

    /** Namespace of the agents' Leases and of the service accounts. */
    String systemNamespace();

    /** The namespace that stands for one of the examples'. */
    String namespaceFor(String example);

    /** Installs the kinds and whatever the operator and the agents need before they start. */
    void install(Collection<String> nodes);

    /** Applies objects of the demo by one {@code kubectl apply}, and sees to it that they go with the demo. */
    void apply(List<DemoObject> objects);

    /** Access of the operator. */
    Path operatorKubeconfig();

    /** Access of the agent of one node. */
    Path agentKubeconfig(String node);
}
