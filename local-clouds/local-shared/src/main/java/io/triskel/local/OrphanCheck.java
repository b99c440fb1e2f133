package io.triskel.local;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks that no process started by a JVM outlives it, however the JVM ends; for tests. */
public final class OrphanCheck {
    private static final Pattern CHILDREN = Pattern.compile("children (\\d+(?:,\\d+)*)\n");

    private OrphanCheck() {}

    /**
     * Starts an owner of processes in a separate JVM, kills that JVM, and waits for the end of the processes.
     *
     * @param owner has a main method that starts the processes and then calls {@link #awaitDeath}
     * @param folder the only argument of the main method
     * @return the ids of the processes
     * @throws IllegalStateException if one of the processes is left
     */
    public static List<Long> kill(Class<?> owner, Path folder) {
        try (OtherJvm jvm = OtherJvm.start(owner, CHILDREN, folder.toString())) {
            List<Long> children = Arrays.stream(jvm.ready().group(1).split(",", -1))
                    .map(Long::valueOf)
                    .toList();
            jvm.kill();
            Await.until("the end of every child", () -> children.stream().noneMatch(OrphanCheck::isAlive));
            return children;
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /** Called by the owner: reports its processes, and waits to be killed. */
    public static void awaitDeath() throws InterruptedException {
        OtherJvm.serve("children "
                + ProcessHandle.current()
                        .descendants()
                        .map(child -> Long.toString(child.pid()))
                        .collect(Collectors.joining(",")));
    }
}
