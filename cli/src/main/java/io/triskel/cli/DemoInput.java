package io.triskel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The input of a run of the demo: the whole of a file or of standard input, or its first orders.
 *
 * @param file the input, or a copy of standard input that can be read more than once
 * @param name of the input, for people
 * @param isCopy whether {@code file} is deleted in the end
 * @param orders the number of orders to run and the number in the file; empty to run all
 */
record DemoInput(Path file, InputStream standardInput, String name, boolean isCopy, Optional<Part> orders)
        implements AutoCloseable {
    /** The number of orders that a local cloud handles in about a minute. */
    static final int FEW = 300;

    /** Some orders of all. */
    record Part(int orders, int all) {}

    /**
     * {@return the whole of an input}
     *
     * @param folder gets a copy of standard input if the input is read more than once
     */
    static DemoInput of(Path file, InputStream standardInput, Path folder, boolean readsTwice) {
        boolean isTyped = file.equals(InputFile.STANDARD_INPUT);
        boolean isCopy = isTyped && readsTwice;
        return new DemoInput(
                isCopy ? InputFile.kept(standardInput, folder) : file,
                standardInput,
                isTyped ? "standard input" : file.toString(),
                isCopy,
                Optional.empty());
    }

    /** {@return the first {@link #FEW} orders of this input, or all if it has no more} */
    DemoInput few() {
        int all = count();
        return all > FEW ? part(FEW, all) : this;
    }

    /**
     * {@return the first orders of this input}
     *
     * @throws IllegalArgumentException if it has fewer
     */
    DemoInput first(int wanted) {
        int all = count();
        if (all == 0) {
            throw new IllegalArgumentException("--orders needs an input with orders; " + name + " has none");
        }
        if (wanted < 1 || wanted > all) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "--orders must be 1 to %,d, the number of orders in %s, not %d", all, name, wanted));
        }
        return wanted == all ? this : part(wanted, all);
    }

    private DemoInput part(int some, int all) {
        return new DemoInput(file, standardInput, name, isCopy, Optional.of(new Part(some, all)));
    }

    private int count() {
        FirstOrders all = new FirstOrders(Integer.MAX_VALUE);
        try (InputFile lines = InputFile.open(file, standardInput)) {
            for (Optional<InputFile.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                all.test(line.get());
            }
        }
        return all.count();
    }

    /** {@return the lines to run} */
    InputFile lines() {
        InputFile all = InputFile.open(file, standardInput);
        return orders.map(part -> all.only(new FirstOrders(part.orders()))).orElse(all);
    }

    /** {@return which part of the input is run and how to run all of it; empty if all of it is} */
    Optional<String> note() {
        return orders.map(part -> String.format(
                Locale.ROOT, "%,d of %,d orders; --orders %d runs all.", part.orders(), part.all(), part.all()));
    }

    @Override
    public void close() {
        if (!isCopy) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new Failure("cannot delete " + file + ", which has the orders of standard input: " + failed, failed);
        }
    }
}
