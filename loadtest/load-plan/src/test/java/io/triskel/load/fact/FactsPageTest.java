package io.triskel.load.fact;

import io.triskel.load.Golden;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FactsPageTest {
    @Test
    void the_page_says_what_the_data_says() throws IOException {
        Golden.part("facts", "capacities-and-limits.md").assertIs(FactsPage.of(Facts.documented()));
    }
}
