package io.triskel.consume;

import java.util.List;
import java.util.stream.Stream;

/** The parts of a failure that may be stored when its message may not: classes, and where they were thrown. */
final class Place {
    /** Causes may form a circle. */
    private static final int MOST_CAUSES = 32;

    private static final List<String> THE_JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    private Place() {}

    static String of(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < MOST_CAUSES; depth++) {
            root = root.getCause();
        }
        return root == failure ? one(failure) : one(failure) + ", caused by " + one(root);
    }

    private static String one(Throwable thrown) {
        String name = thrown.getClass().getName();
        return Stream.of(thrown.getStackTrace())
                .filter(frame -> THE_JDK.stream().noneMatch(frame.getClassName()::startsWith))
                .findFirst()
                .map(frame -> name + " at " + frame.getClassName() + "." + frame.getMethodName() + ":"
                        + frame.getLineNumber())
                .orElse(name);
    }
}
