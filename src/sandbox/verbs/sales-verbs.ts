/** What can be done to pipelines and opportunities by hand. */

import type { BusinessRecord, Stage } from '../business.js';
import type { Change } from '../change.js';
import { SandboxError } from '../sandbox-error.js';
import {
  createOpportunity,
  deleteOpportunity,
  editOpportunity,
  moveToStage,
  setStatus,
} from '../services/opportunities.js';
import { addStage, createPipeline, deletePipeline, renamePipeline } from '../services/pipelines.js';
import { findRecord } from './find-record.js';
import { oneOf, type Verb, wholeNumber } from './verb.js';

const statuses = ['open', 'won', 'lost', 'abandoned'] as const;

/** Pipelines, their stages and their opportunities. */
export const salesVerbs: readonly Verb[] = [
  {
    name: 'add-pipeline',
    takes: '<name> <stages>',
    summary: 'its stages with commas between them',
    act: (change, [name = '', stages = '']) => {
      createPipeline(
        change,
        name,
        stages.split(',').map((stage) => stage.trim()),
      );
    },
  },
  {
    name: 'rename-pipeline',
    takes: '<pipeline> <name>',
    summary: 'another name',
    act: (change, [word = '', name = '']) => {
      renamePipeline(change, findRecord(change, 'pipeline', word), name);
    },
  },
  {
    name: 'add-stage',
    takes: '<pipeline> <name>',
    summary: 'one more stage at the end',
    act: (change, [word = '', name = '']) => {
      addStage(change, findRecord(change, 'pipeline', word), name);
    },
  },
  {
    name: 'delete-pipeline',
    takes: '<pipeline>',
    summary: 'with all its opportunities; audit restore brings it back',
    act: (change, [word = '']) => {
      deletePipeline(change, findRecord(change, 'pipeline', word));
    },
  },
  {
    name: 'add-opportunity',
    takes: '<pipeline> <contact> [value]',
    summary: 'at the first stage; its value in dollars',
    act: (change, [word = '', person = '', value = '500']) => {
      const pipeline = findRecord(change, 'pipeline', word);
      const contact = findRecord(change, 'contact', person);
      createOpportunity(change, pipeline.id, {
        name: `${contact.name.trim()} – ${pipeline.name}`,
        contactId: contact.id,
        stage: firstStage(pipeline),
        monetaryValue: wholeNumber(value, 'value'),
        assignedTo: null,
        source: 'Walk-in',
      });
    },
  },
  {
    name: 'move-opportunity',
    takes: '<opportunity> <stage>',
    summary: 'to another stage of its pipeline',
    act: (change, [word = '', name = '']) => {
      const opportunity = findRecord(change, 'opportunity', word);
      moveToStage(change, opportunity, stageCalled(change, opportunity, name));
    },
  },
  {
    name: 'set-value',
    takes: '<opportunity> <dollars>',
    summary: 'another value',
    act: (change, [word = '', value = '']) => {
      const monetaryValue = wholeNumber(value, 'value');
      editOpportunity(change, findRecord(change, 'opportunity', word), { monetaryValue });
    },
  },
  {
    name: 'set-owner',
    takes: '<opportunity> <user>',
    summary: 'another person in charge',
    act: (change, [word = '', user = '']) => {
      const assignedTo = findRecord(change, 'user', user).id;
      editOpportunity(change, findRecord(change, 'opportunity', word), { assignedTo });
    },
  },
  {
    name: 'set-status',
    takes: '<opportunity> <open|won|lost|abandoned>',
    summary: 'won, lost, abandoned, or open again',
    act: (change, [word = '', status = '']) => {
      setStatus(change, findRecord(change, 'opportunity', word), oneOf(status, statuses, 'status'));
    },
  },
  {
    name: 'delete-opportunity',
    takes: '<opportunity>',
    summary: 'one opportunity by itself; audit restore brings it back',
    act: (change, [word = '']) => deleteOpportunity(change, findRecord(change, 'opportunity', word)),
  },
];

function firstStage({ name, fields }: BusinessRecord<'pipeline'>): Stage {
  const [first] = fields.stages;
  if (first !== undefined) return first;
  throw new SandboxError(
    'sandbox-rule',
    `The pipeline ${name} has no stage.`,
    'Give it one: audit sandbox do add-stage',
  );
}

function stageCalled({ records }: Change, { parentId }: BusinessRecord<'opportunity'>, name: string): Stage {
  const { stages } = records.get('pipeline', parentId ?? '').fields;
  const found = stages.find((stage) => stage.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw new SandboxError(
    'sandbox-not-found',
    `No stage of this pipeline is called “${name}”.`,
    `Its stages: ${stages.map((stage) => stage.name).join(', ')}.`,
  );
}
