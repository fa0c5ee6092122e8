package dev.millrace.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder, readable by the current user only, and the processes that run in it. Both end together: on {@link #close}, at
 * JVM shutdown, and even after {@code kill -9} of the JVM.
 */
public final class RunFolder implements AutoCloseable {

    private final Path path;
    private final Reaper reaper;
    private final Thread hook = new Thread(this::close, "run-folder-shutdown");
    private final List<Child> children = new ArrayList<>();
    private final List<Runnable> onClose = new ArrayList<>();
    private boolean closed;

    private RunFolder(Path path) {
        this.path = path;
        this.reaper = Reaper.of(path);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Makes a new folder whose name begins with {@code prefix} in {@code parent}, which is created where missing. */
    public static RunFolder create(Path parent, String prefix) {
        try {
            Files.createDirectories(parent);
            return new RunFolder(Files.createTempDirectory(parent.toAbsolutePath(), prefix));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder in " + parent, e);
        }
    }

    public Path path() {
        return path;
    }

    /**
     * Starts a program, with the folder as its working folder and {@code NAME.log} in it as its output.
     *
     * @throws TestbedException if it cannot be started, or the folder was closed meanwhile (by Ctrl-C)
     */
    public synchronized Child start(String name, Path program, List<String> arguments) {
        if (closed) {
            throw new TestbedException("stopped while starting " + name);
        }
        Child child = Child.start(name, path, program, arguments);
        children.add(child);
        reaper.watch(child);
        return child;
    }

    /** Has {@code action} done when the folder is closed, after its processes have ended and before it is deleted. */
    public synchronized void onClose(Runnable action) {
        onClose.add(action);
    }

    /** The processes started so far, first one first. */
    public synchronized List<Child> children() {
        return List.copyOf(children);
    }

    /** Lets folder and processes outlive this JVM. {@link #stop(Path)} ends them. */
    public synchronized Path detach() {
        Leftover.write(path, children.stream().map(Child::pid).toList());
        closed = true;
        removeHook();
        reaper.release();
        return path;
    }

    /**
     * Ends the processes of a folder that was {@linkplain #detach detached}, and deletes it.
     *
     * @param beforeDelete is run in between
     * @throws TestbedException if it is not such a folder; nothing is deleted then
     */
    public static void stop(Path folder, Runnable beforeDelete) {
        Leftover.stop(folder);
        beforeDelete.run();
        Folders.cleanUp(folder);
        Folders.delete(folder);
    }

    /** The folders in {@code parent} that were detached and not stopped since. */
    public static List<Path> detachedIn(Path parent) {
        return Leftover.foldersIn(parent);
    }

    /** Whether it was closed, by this program or by a signal to it. */
    public synchronized boolean closed() {
        return closed;
    }

    /** Ends the processes, the last one first, and deletes the folder. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        children.reversed().forEach(Child::kill);
        onClose.reversed().forEach(Runnable::run);
        Folders.cleanUp(path);
        reaper.close();
        Folders.delete(path);
        removeHook();
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down, and the hook may be what called us.
        }
    }
}
