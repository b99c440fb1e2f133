package io.triskel.load.fact;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.Golden;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FactsPageTest {
    @Test
    void the_page_says_what_the_data_says() throws IOException {
        Golden.part("facts", "capacities-and-limits.md").assertIs(FactsPage.of(Facts.documented()));
    }

    @Test
    void every_fact_has_a_row_on_the_page() {
        String page = FactsPage.of(Facts.documented());

        assertThat(Facts.documented().all()).allSatisfy(fact -> assertThat(page).contains(") `[" + fact.id() + "]`"));
    }
}
