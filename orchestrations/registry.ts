/** Every orchestration registers itself when it is loaded; loading all of them is all that the app has to do. */
import './apply-phase.ts';
import './apply-units.ts';
import './await-propagation.ts';
import './discover-apis.ts';
import './discover-source.ts';
import './monitor-wave.ts';
import './run-migration.ts';
import './undo-steps.ts';
import './wait-for-person.ts';
