package io.triskel.load.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FactsPageTest {
    private static final Path PAGE = FactsPage.DOCS.resolve("capacities-and-limits.md");
    private static final String BEGIN = "<!-- begin: facts -->\n";
    private static final String END = "<!-- end: facts -->\n";

    @Test
    void the_page_says_what_the_data_says() throws IOException {
        String page = Files.readString(PAGE).replace("\r\n", "\n");
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        String facts = FactsPage.of(Facts.documented());

        if (Boolean.getBoolean("triskel.golden.accept")) {
            Files.writeString(PAGE, page.substring(0, begin) + facts + page.substring(end));
        } else {
            assertThat(page.substring(begin, end))
                    .as("run with -Dtriskel.golden.accept=true to write it anew")
                    .isEqualTo(facts);
        }
    }
}
