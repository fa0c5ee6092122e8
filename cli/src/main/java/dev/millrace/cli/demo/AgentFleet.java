package dev.millrace.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The agents of a demo. Once closed it starts no more, so that a stop in the middle of starting leaves none behind. */
final class AgentFleet implements AutoCloseable {
    private final List<AgentProcess> agents = new ArrayList<>();
    private boolean closed;

    /** Starts one more agent; null where the fleet was closed meanwhile. */
    synchronized @Nullable AgentProcess start(String node, List<String> command, Path log) throws IOException {
        if (closed) {
            return null;
        }
        AgentProcess agent = AgentProcess.start(node, command, log);
        agents.add(agent);
        return agent;
    }

    synchronized List<AgentProcess> agents() {
        return List.copyOf(agents);
    }

    /** Forgets the agents without ending them. */
    synchronized void release() {
        agents.clear();
        closed = true;
    }

    /** Ends all agents. */
    @Override
    public synchronized void close() {
        closed = true;
        agents.forEach(AgentProcess::close);
        agents.clear();
    }
}
