package dev.millrace.agent.protocol.grpc;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The threads on which gRPC connections are read and written, and which of them is running. */
final class EventLoops implements AutoCloseable {
    private static final long QUIET_MS = 0;
    private static final long PATIENCE_MS = 1000;

    private final EventLoopGroup acceptor = new NioEventLoopGroup(1, new DefaultThreadFactory("grpc-accept", true));
    private final EventLoopGroup workers;
    private final Map<Thread, Executor> loops = new ConcurrentHashMap<>();

    EventLoops(int count) {
        workers = new NioEventLoopGroup(count, new DefaultThreadFactory("grpc", true));
        for (EventExecutor loop : workers) {
            loop.execute(() -> loops.put(Thread.currentThread(), loop));
        }
    }

    EventLoopGroup acceptor() {
        return acceptor;
    }

    EventLoopGroup workers() {
        return workers;
    }

    /** The loop that runs the calling thread; on a thread of another kind, one that runs tasks at once. */
    Executor current() {
        return loops.getOrDefault(Thread.currentThread(), Runnable::run);
    }

    @Override
    public void close() {
        acceptor.shutdownGracefully(QUIET_MS, PATIENCE_MS, TimeUnit.MILLISECONDS);
        workers.shutdownGracefully(QUIET_MS, PATIENCE_MS, TimeUnit.MILLISECONDS);
    }
}
