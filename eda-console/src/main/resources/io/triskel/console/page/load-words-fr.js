// Les mots de Charge en français : les mêmes entrées que load-words-en.js.
import {many, num} from './format.js';

const runs = n => many(n, 'exécution', 'exécutions');

export default {
  kicker: 'Charge', strip: {running: 'Le test de charge est en cours', stopping: 'Le test de charge s’arrête', stopped: 'Le test de charge a été arrêté', ended: 'Le test de charge est terminé'},
  begins: 'La première exécution va commencer', starting: title => `${title} démarre`,
  keeps: (title, offered) => `${title} suit ${offered} événements par seconde`, behind: (title, n) => `${title} a ${many(n, 'événement', 'événements')} de retard`,
  refuses: (title, accepted, offered) => `${title} accepte ${accepted} événements par seconde sur ${offered}`, drains: (title, n) => n ? `${title} : attente des derniers événements, encore ${num(n)}` : `${title} : tout est arrivé, attente des doublons`,
  runEnded: (title, repeat) => `${title} : la répétition ${num(repeat)} est terminée`, stopping: 'Arrêt : chaque cible écrit ce qu’elle a mesuré', stopped: 'Le test de charge a été arrêté ; ses résultats sont partiels',
  searching: (title, interval) => `${title} : capacité supposée de ${interval}`, found: interval => `La capacité est de ${interval}`,
  good: n => n === 1 ? 'L’exécution est valide et a tenu ses objectifs' : `Les ${runs(n)} sont valides et ont tenu leurs objectifs`, missed: (n, of) => `${num(n)} sur ${runs(of)} : objectif manqué`,
  invalid: (n, of) => `${num(n)} sur ${runs(of)} ${n === 1 ? 'ne dit' : 'ne disent'} rien de la cible`, failed: (n, of) => `${num(n)} sur ${runs(of)} : échec`,
  sub: 'La latence compte depuis l’échéance d’un événement. Une cible suit si moins d’une seconde d’événements attend. Les cibles passent l’une après l’autre.', workers: n => `Chiffres de ${num(n)} processus réunis ; les centiles sont ceux du plus lent.`,
  evidence: {memory: 'en mémoire', emulator: 'émulateur : ne dit rien du cloud', simulated: 'simulé d’après la documentation', cloud: 'le cloud lui-même'},
  phases: {'warm-up': 'échauffement', steady: 'régime établi', ramp: 'rampe', step: 'palier', spike: 'pointe', backlog: 'arriéré', capacity: 'recherche de capacité'},
  offered: 'Demandé', accepted: 'Accepté', lag: 'Retard', events: 'événements', late: 'Part en retard', generator: 'Générateur', lost: 'Perdus', reordered: 'Désordonnés', hidden: 'masqué',
  charts: {rate: ['Débit', 'événements/s ; tirets : demandé'], latency: ['Latence', 'ms, logarithmique ; p99, tirets : p50'], lag: ['Retard', 'événements acceptés et non traités'], late: ['Part en retard', '% envoyés plus de 10 ms après l’échéance'], generator: ['Générateur', '% du processeur : son fil, son processus ou la machine']},
  limit: {latency: 'pointillés : objectif', generator: 'pointillés : invalide au-delà, si des événements attendent'},
  hiddenWhy: 'La latence d’un émulateur ne dit rien de celle de son cloud : elle n’est pas montrée à côté d’un autre cloud.', noSample: 'Aucune latence n’a été mesurée.', noProcessor: 'Le temps virtuel n’utilise pas de processeur.',
  coarse: span => `Un point ancien réunit jusqu’à ${span} : les nombres sont additionnés, la latence et le retard les plus hauts sont gardés. Le fichier de résultats a chaque seconde.`, second: 'seconde', seconds: 'secondes',
  validity: 'L’exécution est-elle valide ?', undecided: 'décidé à la fin de l’exécution ; jusqu’ici', judged: 'décidé', mostLate: 'plus haute part en retard d’une seconde', mostBusy: 'plus haute part du processeur', rejected: 'rejetés par la cible',
  isValid: checks => `Valide : ${many(checks, 'contrôle tenu', 'contrôles tenus')}`, isInvalid: 'Invalide : l’exécution ne dit rien de la cible', early: 'Elle a été arrêtée avant la fin.', atBudget: 'Elle s’est arrêtée à son budget.', targetFailed: 'La cible a échoué', notRun: 'Non exécutée',
  allowed: limit => `sur ${limit}`, worker: n => n === 'all' ? 'Tous les processus' : `Processus ${n}`, sent: 'Envoyés', duplicates: 'Doublons', corrupt: 'Altérés', highest: 'p99,9', spent: 'dépensé',
  checks: {
    scheduleDelayP50: 'retard du générateur, p50', scheduleDelayP90: 'retard du générateur, p90', scheduleDelayP99: 'retard du générateur, p99', scheduleDelayP999: 'retard du générateur, p99,9', heldBack: 'événements envoyés en retard par le générateur', atOwnLimit: 'temps à la limite propre du générateur',
    processor: 'processeur pendant que des événements attendaient', collectionShare: 'ramasse-miettes', clockDrift: 'dérive de l’horloge', clockStep: 'saut de l’horloge',
  },
  objectives: {p99: 'p99', errors: 'erreurs', throttled: 'bridés', 'lag-slope': 'croissance de l’arriéré', lagSlope: 'croissance de l’arriéré', lost: 'perdus', reordered: 'désordonnés'},
  capacity: 'Recherche de capacité', capacityAside: 'cercle : réussi, croix : échoué ; barre : où la capacité est supposée', soFar: 'jusqu’ici, faux de chaque côté avec une probabilité de 2 %', between: (low, high) => `${low} à ${high} événements/s`, below: rate => `moins de ${rate} événements/s`, atLeast: rate => `au moins ${rate} événements/s`,
  under: 'Avec les objectifs :', generatorLimit: 'Le générateur était la limite.', probeTitle: n => many(n, 'débit essayé', 'débits essayés'), number: 'N°', kind: 'Genre', rate: 'Débit', outcome: 'Issue', interval: 'Supposé depuis', passed: 'réussi',
  kinds: {ramp: 'rampe', probe: 'sonde', confirmation: 'confirmation', objectives: 'pour les objectifs'}, reasons: {backlog: 'l’arriéré a grandi', generator: 'le générateur était la limite', p99: 'p99 manqué', errors: 'erreurs', throttled: 'bridés', lost: 'événements perdus', reordered: 'événements désordonnés'},
  runs: 'Exécutions', runsAside: 'toutes les cibles une fois avant toute répétition', repeat: (n, of) => of > 1 ? `répétition ${num(n)} sur ${num(of)}` : 'exécution unique', states: {waits: 'attend', starting: 'démarre', running: t => `${num(t)} s`, failed: 'échec', never: 'non exécutée', invalid: 'invalide', missed: 'objectif manqué', valid: 'valide'},
  files: 'Fichiers de résultats', report: 'En rapport :', follow: 'Suivre le test',
};
