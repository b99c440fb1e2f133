package io.triskel.spring.test;

import io.triskel.spring.TriskelAutoConfiguration;
import io.triskel.testkit.ManualClock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The clock of a {@link TriskelTest}, at the beginning of 2026. */
@AutoConfiguration(before = TriskelAutoConfiguration.class)
class TriskelTestAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    ManualClock triskelClock() {
        return ManualClock.atNewYear();
    }
}
