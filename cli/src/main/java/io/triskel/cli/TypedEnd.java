package io.triskel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** The end of what a person types: Ctrl-D at a terminal. */
final class TypedEnd {
    private TypedEnd() {}

    /** {@return done when the input has ended} What is typed before is ignored. */
    static CompletableFuture<Boolean> of(InputStream typed) {
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        Thread reader = new Thread(() -> end.complete(drained(typed)), "end of input");
        reader.setDaemon(true);
        reader.start();
        return end;
    }

    private static boolean drained(InputStream typed) {
        try {
            typed.transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (IOException gone) {
            return false;
        }
    }
}
