package io.triskel.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A language other than Java, whose driver is a process. */
record Language(String name, String file, List<String> command) {
    /** {@return those whose drivers this project has} */
    static Stream<Language> all(Path root) {
        return Stream.of(
                        new Language("Node.js", "clients/node/conformance/driver.mjs", List.of("node")),
                        new Language("Python", "clients/python/conformance/driver.py", List.of("python3")))
                .filter(language -> Files.exists(root.resolve(language.file)));
    }

    Driver start(Path root, Mutant mutant) {
        List<String> whole = Stream.concat(command.stream(), Stream.of(file)).toList();
        return ProcessDriver.start(whole, root, mutant.tag());
    }
}
