package io.triskel.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Shows that nothing which a JVM has started outlives it, however that ends; for tests. */
public final class OrphanCheck {
    private static final Pattern CHILDREN = Pattern.compile("children (\\d+(?:,\\d+)*)\n");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private OrphanCheck() {}

    /**
     * Starts an owner of processes in a JVM of its own, kills that and waits until those processes are gone.
     *
     * @param owner has a main method that starts them and then calls {@link #awaitDeath}
     * @param folder its only argument
     * @return the processes
     * @throws IllegalStateException if one of them is left
     */
    public static List<Long> kill(Class<?> owner, Path folder) {
        try (OtherJvm jvm = OtherJvm.start(owner, CHILDREN, folder.toString())) {
            List<Long> children = Arrays.stream(jvm.ready().group(1).split(",", -1))
                    .map(Long::valueOf)
                    .toList();
            jvm.kill();
            Await.until("the end of every child", LIMIT, () -> children.stream().noneMatch(OrphanCheck::isAlive));
            return children;
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /** Tells which processes are there, and waits to be killed. */
    public static void awaitDeath() throws InterruptedException {
        OtherJvm.serve("children "
                + ProcessHandle.current()
                        .descendants()
                        .map(child -> Long.toString(child.pid()))
                        .collect(Collectors.joining(",")));
    }
}
