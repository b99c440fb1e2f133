package io.triskel.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Sources that a reader gets, compiled against the core and the test kit, to be run and tested. */
final class Compiled implements AutoCloseable {
    private final URLClassLoader classes;

    private Compiled(URLClassLoader classes) {
        this.classes = classes;
    }

    /**
     * Compiles sources.
     *
     * @param folder takes the classes
     * @throws AssertionError if they do not compile
     */
    static Compiled of(Path folder, List<Path> sources) throws IOException {
        String[] arguments = Stream.concat(
                        Stream.of("-proc:none", "-d", folder.toString()),
                        sources.stream().map(Path::toString))
                .toArray(String[]::new);
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        int failed = ToolProvider.getSystemJavaCompiler().run(null, problems, problems, arguments);
        assertThat(failed).as(problems.toString(StandardCharsets.UTF_8)).isZero();
        return new Compiled(new URLClassLoader(new URL[] {folder.toUri().toURL()}));
    }

    /** {@return what the program prints; nobody else may print meanwhile} */
    String run(String program) throws ReflectiveOperationException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            classes.loadClass(program).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** Requires that so many tests run, and pass. */
    void requirePasses(String tests, long count) throws ClassNotFoundException {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(classes.loadClass(tests)))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.started(count).succeeded(count));
    }

    @Override
    public void close() throws IOException {
        classes.close();
    }
}
